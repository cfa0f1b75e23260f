import { Skeleton, SkeletonItem, Text, makeStyles, tokens } from "@fluentui/react-components";
import type { EmailContext, Person } from "../../../shared/api/person.ts";
import { ProblemNotice } from "../../components/problem-notice.tsx";
import type { Loaded } from "../../components/use-loaded.ts";
import { count } from "../../components/wording.ts";
import { CaseList } from "./case-list.tsx";
import { ColleagueList } from "./colleague-list.tsx";
import { OpportunityList } from "./opportunity-list.tsx";
import { PersonCard } from "./person-card.tsx";
import { Section } from "../../components/section.tsx";

/** What Salesforce knows of the people on the open mail. */
export function ContextPanel({ context, again }: { readonly context: Loaded<EmailContext>; readonly again: () => void }) {
  switch (context.is) {
    case "loading":
      return <Looking />;
    case "failed":
      return <ProblemNotice title="The people of this mail could not be looked up." problem={context.problem} again={again} />;
    case "found":
      return <Known context={context.value} />;
  }
}

function Known({ context }: { readonly context: EmailContext }) {
  const styles = useStyles();
  const colleagues = context.people.filter((person) => person.is === "colleague");
  const others = context.people.filter((person) => person.is !== "colleague").toSorted(senderFirst);
  return (
    <div className={styles.panel}>
      <Section title="People">
        {others.length === 0 && <Text>Only colleagues are on this mail.</Text>}
        {others.length > 0 && <People people={others.slice(0, SHOWN)} />}
        {others.length > SHOWN && (
          <details>
            <summary>{count(others.length - SHOWN, "more person", "more people")}</summary>
            <People people={others.slice(SHOWN)} />
          </details>
        )}
        {colleagues.length > 0 && <ColleagueList colleagues={colleagues} />}
      </Section>
      <OpportunityList opportunities={context.opportunities} />
      <CaseList cases={context.cases} />
    </div>
  );
}

function People({ people }: { readonly people: readonly Person[] }) {
  const styles = useStyles();
  return (
    <ul className={styles.people}>
      {people.map((person) => (
        <li key={`${person.role} ${person.address}`}>
          <PersonCard person={person} />
        </li>
      ))}
    </ul>
  );
}

function Looking() {
  const styles = useStyles();
  return (
    <Skeleton aria-label="Looking in Salesforce" className={styles.panel}>
      <SkeletonItem size={16} style={{ width: "40%" }} />
      <SkeletonItem size={72} />
      <SkeletonItem size={16} style={{ width: "60%" }} />
      <SkeletonItem size={40} />
    </Skeleton>
  );
}

/** So many people stand above the opportunities; the rest is folded away. */
const SHOWN = 3;

const RANK = { from: 0, to: 1, cc: 2, bcc: 3 } as const;
const senderFirst = (one: Person, other: Person): number => RANK[one.role] - RANK[other.role];

const useStyles = makeStyles({
  panel: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalL },
  people: { listStyleType: "none", margin: 0, padding: 0, display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalS },
});
