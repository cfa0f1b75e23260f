import { Link } from "@fluentui/react-components";
import type { RecordLink } from "../../shared/api/person.ts";
import { kindOf } from "./wording.ts";

/** A Salesforce record by its name. Opens beside Outlook, never in the pane. */
export function RecordAnchor({ record, withKind = false }: { readonly record: RecordLink; readonly withKind?: boolean }) {
  const name = record.name === "" ? "(no name)" : record.name;
  return (
    <Link
      href={webAddress(record.url)}
      target="_blank"
      rel="noopener noreferrer"
      inline
      title={`Open ${kindOf(record.type)} ${name} in Salesforce`}
    >
      {withKind ? `${kindOf(record.type)}: ${name}` : name}
    </Link>
  );
}

/** The service gives only web addresses; anything else would be its fault, and must not become a `javascript:` link. */
function webAddress(url: string): string {
  return /^https?:\/\//iu.test(url) ? url : "about:blank";
}
