import { makeStyles, Select, tokens } from "@fluentui/react-components";
import type { ChosenLook } from "./office/chosen-look.ts";

/** At the foot of the pane: Outlook's own announcement of its colours is late or wrong in some clients, so they can be chosen. */
export function LookChoice({ look, choose }: { readonly look: ChosenLook; readonly choose: (look: ChosenLook) => void }) {
  const styles = useStyles();
  return (
    <footer className={styles.foot}>
      <Select size="small" aria-label="Colours of this pane" value={look} onChange={(_event, { value }) => choose(value as ChosenLook)}>
        <option value="outlook">Colours as Outlook</option>
        <option value="light">Light</option>
        <option value="dark">Dark</option>
      </Select>
    </footer>
  );
}

const useStyles = makeStyles({
  foot: { marginTop: "auto", padding: tokens.spacingHorizontalM, display: "flex", justifyContent: "flex-end" },
});
