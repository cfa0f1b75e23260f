import { Avatar, Badge, Body1Strong, Caption1, Card, Link, makeStyles, tokens } from "@fluentui/react-components";
import type { Match, Person } from "../../../shared/api/person.ts";
import { RecordAnchor } from "../../components/record-anchor.tsx";
import { count, kindOf } from "../../components/wording.ts";

const ROLE = { from: "From", to: "To", cc: "Cc", bcc: "Bcc" } as const;

/** One person of the mail: who he is to Salesforce, and why Tandem thinks so. */
export function PersonCard({ person }: { readonly person: Person }) {
  const styles = useStyles();
  const name = person.best?.name ?? person.name ?? person.address;
  return (
    <Card appearance="outline" size="small" className={styles.card} aria-label={`${ROLE[person.role]}: ${name}`}>
      <div className={styles.head}>
        <Avatar name={name} color="colorful" size={32} aria-hidden />
        <div className={styles.names}>
          {person.best ? <RecordAnchor record={person.best} /> : <Body1Strong className={styles.wrap}>{name}</Body1Strong>}
          {name !== person.address && <Caption1 className={styles.wrap}>{person.address}</Caption1>}
        </div>
        <Badge appearance="outline" className={styles.role}>
          {ROLE[person.role]}
        </Badge>
      </div>
      <Standing person={person} />
    </Card>
  );
}

function Standing({ person }: { readonly person: Person }) {
  switch (person.is) {
    case "contact":
    case "lead":
      return person.best && <Matched best={person.best} others={person.others} />;
    case "several":
      return <Several matches={person.best ? [person.best, ...person.others] : person.others} />;
    case "unknown":
      return <Caption1>Not in Salesforce.</Caption1>;
    case "blocked":
      return <Caption1>On the block list: mail with this address is filed only by File anyway.</Caption1>;
    case "colleague":
      return <Caption1>Colleague.</Caption1>;
  }
}

function Matched({ best, others }: { readonly best: Match; readonly others: readonly Match[] }) {
  const styles = useStyles();
  return (
    <>
      <dl className={styles.facts}>
        {best.title !== null && <Fact name="Title">{best.title}</Fact>}
        {best.account !== null && (
          <Fact name="Account">
            <RecordAnchor record={best.account} />
          </Fact>
        )}
        {best.phone !== null && (
          <Fact name="Phone">
            <Link href={`tel:${best.phone.replaceAll(/[^+\d]/gu, "")}`} inline>
              {best.phone}
            </Link>
          </Fact>
        )}
        {best.owner !== null && <Fact name="Owner">{best.owner}</Fact>}
      </dl>
      <Caption1 className={styles.why}>
        {kindOf(best.type)}, matched on {best.matchedOn}
      </Caption1>
      {others.length > 0 && (
        <details className={styles.others}>
          <summary>{count(others.length, "other match", "other matches")}</summary>
          <MatchList matches={others} />
        </details>
      )}
    </>
  );
}

function Several({ matches }: { readonly matches: readonly Match[] }) {
  return (
    <>
      <Caption1>{matches.length} records answer to this address, and none is preferred. Choose under File.</Caption1>
      <MatchList matches={matches} />
    </>
  );
}

function MatchList({ matches }: { readonly matches: readonly Match[] }) {
  const styles = useStyles();
  return (
    <ul className={styles.matches}>
      {matches.map((match) => (
        <li key={match.id}>
          <RecordAnchor record={match} withKind />
          <Caption1 block className={styles.why}>
            {[match.account?.name, `matched on ${match.matchedOn}`].filter(Boolean).join(", ")}
          </Caption1>
        </li>
      ))}
    </ul>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: React.ReactNode }) {
  const styles = useStyles();
  return (
    <div className={styles.fact}>
      <dt className={styles.term}>{name}</dt>
      <dd className={styles.value}>{children}</dd>
    </div>
  );
}

const useStyles = makeStyles({
  card: { minWidth: 0 },
  head: { display: "flex", alignItems: "flex-start", columnGap: tokens.spacingHorizontalS },
  names: { display: "flex", flexDirection: "column", flexGrow: 1, minWidth: 0 },
  wrap: { overflowWrap: "anywhere" },
  role: { flexShrink: 0 },
  facts: { margin: 0, display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalXXS },
  fact: { display: "flex", columnGap: tokens.spacingHorizontalS },
  term: { width: "64px", flexShrink: 0, color: tokens.colorNeutralForeground3 },
  value: { margin: 0, minWidth: 0, overflowWrap: "anywhere" },
  why: { color: tokens.colorNeutralForeground3, overflowWrap: "anywhere" },
  others: { fontSize: tokens.fontSizeBase200 },
  matches: { margin: 0, paddingLeft: tokens.spacingHorizontalL, fontSize: tokens.fontSizeBase300 },
});
