import { Button, makeStyles, Skeleton, SkeletonItem, Subtitle1, Text, tokens } from "@fluentui/react-components";

/** While Outlook has not answered. A skeleton rather than a turning wheel: it is short, and the page does not jump. */
export function Starting({ silent }: { readonly silent: boolean }) {
  const styles = useStyles();
  return (
    <main className={styles.page}>
      {silent && (
        <div role="alert">
          <Subtitle1 as="h1">Outlook did not answer</Subtitle1>
          <p>Tandem waits on. If nothing comes, load it anew.</p>
          <Button onClick={() => globalThis.location.reload()}>Load anew</Button>
        </div>
      )}
      <Skeleton aria-label="Tandem is starting">
        <div className={styles.rows}>
          <SkeletonItem size={24} />
          <SkeletonItem size={16} />
          <SkeletonItem size={96} />
        </div>
      </Skeleton>
    </main>
  );
}

/** The page opened in a browser. */
export function Elsewhere() {
  const styles = useStyles();
  return (
    <main className={styles.page}>
      <Subtitle1 as="h1">Tandem lives in Outlook</Subtitle1>
      <Text>
        This page is the task pane of an Outlook add-in. Open a mail in Outlook and choose Tandem there; if it is missing, ask your
        administrator to install it.
      </Text>
    </main>
  );
}

const useStyles = makeStyles({
  page: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalM, padding: tokens.spacingHorizontalM },
  rows: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalS },
});
