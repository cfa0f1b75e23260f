import { Field, Select } from "@fluentui/react-components";
import { ruleWords } from "../../../shared/records/rules.ts";

export interface RuleChoiceProps {
  /** By its number; empty: any. */
  readonly rule: string;
  readonly choose: (rule: string) => void;
}

/** One of the rules that things are done by. */
export function RuleChoice({ rule, choose }: RuleChoiceProps) {
  return (
    <Field label="Rule">
      <Select value={rule} onChange={(_event, { value }) => choose(value)} style={{ maxWidth: "320px" }}>
        <option value="">Any</option>
        {Object.entries(ruleWords).map(([id, words]) => (
          <option key={id} value={id}>
            {id}: {words}
          </option>
        ))}
      </Select>
    </Field>
  );
}
