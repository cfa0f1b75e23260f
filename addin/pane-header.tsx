import { Caption1, makeStyles, tokens } from "@fluentui/react-components";
import { ArrowSyncCircleRegular, CheckmarkCircleRegular, ErrorCircleRegular, PauseCircleRegular } from "@fluentui/react-icons";
import type { Me } from "../shared/api/me.ts";
import type { Loaded } from "./components/use-loaded.ts";

/** Whose mailbox, which Salesforce user, and whether the connection is healthy: words beside the sign, never a colour alone. */
export function PaneHeader({
  owner,
  me,
}: {
  readonly owner: { readonly name: string; readonly address: string };
  readonly me: Loaded<Me>;
}) {
  const styles = useStyles();
  return (
    <header className={styles.header}>
      <Caption1 className={styles.owner} title={owner.address}>
        {owner.name === "" ? owner.address : owner.name}
        {me.is === "found" && me.value.salesforceUsername !== null && (
          <span title="Your Salesforce user"> · {me.value.salesforceUsername}</span>
        )}
      </Caption1>
      {me.is === "found" && <Connection me={me.value} />}
    </header>
  );
}

function Connection({ me }: { readonly me: Me }) {
  const styles = useStyles();
  const [icon, words] = connectionOf(me);
  return (
    <Caption1 className={styles.connection}>
      {icon}
      {words}
    </Caption1>
  );
}

function connectionOf(me: Me): readonly [React.ReactElement, string] {
  switch (me.sync) {
    case "unpaired":
      return [<ErrorCircleRegular key="icon" aria-hidden />, "Not connected to Salesforce"];
    case "off":
      return [<PauseCircleRegular key="icon" aria-hidden />, "Sync is off"];
    case "paused":
      return [
        <PauseCircleRegular key="icon" aria-hidden />,
        me.firstSync !== null && me.stopped !== null ? "First sync stopped" : "Sync is paused",
      ];
    case "on":
      if (me.firstSync !== null && me.problem === null) return [<ArrowSyncCircleRegular key="icon" aria-hidden />, "First sync under way"];
      return me.problem === null
        ? [<CheckmarkCircleRegular key="icon" aria-hidden />, "Connection healthy"]
        : [<ErrorCircleRegular key="icon" aria-hidden />, "Connection needs attention"];
  }
}

const useStyles = makeStyles({
  header: {
    display: "flex",
    flexWrap: "wrap",
    justifyContent: "space-between",
    columnGap: tokens.spacingHorizontalS,
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM}`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground2,
  },
  owner: { minWidth: 0, overflowWrap: "anywhere" },
  connection: { display: "inline-flex", alignItems: "center", columnGap: tokens.spacingHorizontalXXS },
});
