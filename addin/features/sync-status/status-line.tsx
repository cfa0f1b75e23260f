import { Badge, type BadgeProps, Caption1, makeStyles, Spinner, tokens } from "@fluentui/react-components";
import { CheckmarkCircleRegular, CircleRegular, ErrorCircleRegular, WarningRegular } from "@fluentui/react-icons";
import { useLocale } from "../../components/service-context.ts";
import { RecordAnchor } from "../../components/record-anchor.tsx";
import { useNow } from "../../components/use-now.ts";
import { agoOf, exactly } from "../../components/wording.ts";
import { sentenceOf, wordsOf } from "./status-words.ts";
import type { KnownStatus } from "./use-email-status.ts";

/** Whether the mail is filed, in one line that is always in sight, and announced when it changes. */
export function StatusLine({ known }: { readonly known: KnownStatus }) {
  const styles = useStyles();
  const locale = useLocale();
  const now = useNow();
  return (
    <div className={styles.line}>
      <output className={styles.said}>
        {known.is === "known" && <Mark state={known.status.state} />}
        <Caption1 className={styles.sentence}>{sentence(known)}</Caption1>
      </output>
      {known.is === "known" && (known.status.activity !== null || known.status.filedAt !== null) && (
        <Caption1 className={styles.proof}>
          {known.status.activity !== null && <RecordAnchor record={known.status.activity} withKind />}
          {known.status.filedAt !== null && (
            <span title={exactly(known.status.filedAt, locale)}>{agoOf(known.status.filedAt, now, locale)}</span>
          )}
        </Caption1>
      )}
    </div>
  );
}

function sentence(known: KnownStatus): string {
  switch (known.is) {
    case "loading":
      return "Asking whether this mail is filed…";
    case "known":
      return sentenceOf(known.status);
    case "failed":
      return "Whether this mail is filed could not be asked.";
  }
}

const LOOKS: Readonly<
  Record<ReturnType<typeof wordsOf>["tone"], { readonly color: NonNullable<BadgeProps["color"]>; readonly icon: React.ReactElement }>
> = {
  neutral: { color: "informative", icon: <CircleRegular /> },
  busy: { color: "brand", icon: <Spinner size="extra-tiny" /> },
  good: { color: "success", icon: <CheckmarkCircleRegular /> },
  warning: { color: "warning", icon: <WarningRegular /> },
  bad: { color: "danger", icon: <ErrorCircleRegular /> },
};

function Mark({ state }: { readonly state: Parameters<typeof wordsOf>[0] }) {
  const { word, tone } = wordsOf(state);
  const { color, icon } = LOOKS[tone];
  return (
    <Badge appearance="tint" color={color} icon={icon}>
      {word}
    </Badge>
  );
}

const useStyles = makeStyles({
  line: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalXXS },
  said: {
    display: "flex",
    flexWrap: "wrap",
    alignItems: "center",
    columnGap: tokens.spacingHorizontalS,
    rowGap: tokens.spacingVerticalXXS,
  },
  sentence: { minWidth: 0, overflowWrap: "anywhere" },
  proof: { display: "flex", flexWrap: "wrap", columnGap: tokens.spacingHorizontalS, overflowWrap: "anywhere" },
});
