import { Tenant, type Reply } from "../graph/tenant.ts";

type Json = Readonly<Record<string, unknown>>;

/** A message as Exchange would hold it, with a file and a message attached. */
const MIME = [
  "From: Cleo Patra <cleo@elsewhere.example>",
  "To: Ada Lovelace <ada@northwind.example>",
  "Subject: All numbers of the quarter",
  "Date: Mon, 02 Nov 2026 08:00:00 +0000",
  "Message-ID: <numbers@elsewhere.example>",
  "MIME-Version: 1.0",
  'Content-Type: multipart/mixed; boundary="b"',
  "",
  "--b",
  "Content-Type: text/html; charset=utf-8",
  "",
  "<p>See <b>attached</b>.</p>",
  "--b",
  'Content-Type: text/csv; name="n.csv"',
  'Content-Disposition: attachment; filename="n.csv"',
  "",
  "1,2,3",
  "--b",
  "Content-Type: message/rfc822",
  "",
  "From: dan@elsewhere.example",
  "To: cleo@elsewhere.example",
  "Subject: Inner",
  "Date: Mon, 02 Nov 2026 07:00:00 +0000",
  "Message-ID: <inner@elsewhere.example>",
  "MIME-Version: 1.0",
  'Content-Type: multipart/mixed; boundary="c"',
  "",
  "--c",
  "Content-Type: text/html; charset=utf-8",
  "",
  "<p>inner text</p>",
  "--c",
  'Content-Type: text/plain; name="deep.txt"',
  'Content-Disposition: attachment; filename="deep.txt"',
  "",
  "deep",
  "--c--",
  "--b--",
  "",
].join("\r\n");

const HOUR = 3600_000;

/** A mailbox in which things are put as an example needs them, each made when its id is first asked for. */
export class GraphState {
  readonly tenant = new Tenant({ notificationRetriesMs: [0, 0] });
  readonly #ids = new Map<string, string>();

  /** Puts something of one's own where the example's id stands. */
  set(collection: string, id: string): void {
    this.#ids.set(collection, id);
  }

  /** The id that stands for the example's, in `collection` of what the path led to so far. */
  async id(collection: string, parent: string): Promise<string> {
    const known = this.#ids.get(collection);
    if (known !== undefined) return known;
    const made = await this.#make(collection, parent);
    this.#ids.set(collection, made);
    return made;
  }

  /** @throws Error when the stand-in refuses what an example builds on. */
  async post(path: string, body: Json): Promise<Reply["body"]> {
    const reply = await this.tenant.ask("POST", path, { body });
    if (reply.status >= 300) throw new Error(`POST ${path}: ${reply.status} ${reply.text}`);
    return reply.body;
  }

  async #posted(path: string, body: Json): Promise<string> {
    return String((await this.post(path, body))["id"]);
  }

  async message(folder: "inbox" | "drafts" = "inbox"): Promise<string> {
    const { seed } = this.tenant.graph;
    return seed.id(await seed.mime("ada@northwind.example", folder, Buffer.from(MIME)));
  }

  /** A draft to someone outside. */
  draft(): Promise<string> {
    return this.#posted("messages", {
      subject: "Numbers",
      body: { contentType: "text", content: "See attached." },
      toRecipients: [{ emailAddress: { address: "cleo@elsewhere.example" } }],
    });
  }

  event(more: Json = {}): Promise<string> {
    return this.#posted("events", {
      subject: "All hands",
      body: { contentType: "html", content: "<p>Come</p>" },
      start: { dateTime: "2026-11-09T09:00:00", timeZone: "Pacific Standard Time" },
      end: { dateTime: "2026-11-09T10:00:00", timeZone: "Pacific Standard Time" },
      location: { displayName: "Harbour" },
      attendees: [{ emailAddress: { address: "cleo@elsewhere.example", name: "Cleo Patra" }, type: "required" }],
      ...more,
    });
  }

  contact(): Promise<string> {
    return this.#posted("contacts", {
      givenName: "Garth",
      surname: "Fort",
      emailAddresses: [{ name: "Garth", address: "garth@elsewhere.example" }],
      imAddresses: ["sip:garth@elsewhere.example"],
      businessPhones: ["+1 918 555 0101"],
      homePhones: ["+1 918 555 0102"],
      mobilePhone: "+1 918 555 0103",
      homeAddress: { street: "1 Pine", city: "Tulsa", state: "OK", countryOrRegion: "USA", postalCode: "74133" },
      businessAddress: { street: "1 Pine", city: "Tulsa", state: "OK", countryOrRegion: "USA", postalCode: "74133" },
      otherAddress: { street: "1 Pine", city: "Tulsa", state: "OK", countryOrRegion: "USA", postalCode: "74133" },
      birthday: "1974-07-22T11:59:00Z",
      categories: ["Red category"],
    });
  }

  subscription(url: string, more: Json = {}): Promise<Reply["body"]> {
    return this.post("/v1.0/subscriptions", {
      changeType: "created,updated",
      notificationUrl: url,
      resource: `users/${this.tenant.ada}/messages`,
      expirationDateTime: new Date(this.tenant.clock.now().getTime() + HOUR).toISOString(),
      clientState: "secret",
      ...more,
    });
  }

  #make(collection: string, parent: string): Promise<string> {
    switch (collection.toLowerCase()) {
      case "messages":
        return this.message();
      case "mailfolders":
        return this.#posted("mailFolders", { displayName: "Numbers" });
      case "contacts":
        return this.contact();
      case "contactfolders":
        return this.#posted("contactFolders", { displayName: "Numbers" });
      case "calendars":
        return this.#posted("calendars", { name: "Numbers" });
      case "events":
        return this.event();
      case "lists":
        return this.#posted("todo/lists", { displayName: "Numbers" });
      case "tasks":
        return this.#posted(parent, {
          title: "Count",
          categories: ["Important"],
          dueDateTime: { dateTime: "2026-11-20T00:00:00", timeZone: "Pacific Standard Time" },
        });
      case "checklistitems":
        return this.#posted(parent, { displayName: "Once" });
      case "linkedresources":
        return this.#posted(parent, {
          webUrl: "https://elsewhere.example/1",
          applicationName: "Numbers",
          displayName: "One",
          externalId: "1",
        });
      case "mastercategories":
        return this.#posted("outlook/masterCategories", { displayName: "Numbers", color: "preset9" });
      case "attachments":
        return this.#firstOf(parent, "#microsoft.graph.fileAttachment");
      default:
        throw new Error(`nothing is put into ${collection}`);
    }
  }

  async #firstOf(path: string, type: string): Promise<string> {
    const all = (await this.tenant.ask("GET", path)).body["value"] as readonly Json[];
    return String(all.find((one) => one["@odata.type"] === type)?.["id"]);
  }

  /** Lets the attachment in question be the message that is attached. */
  async pickItemAttachment(): Promise<void> {
    const message = await this.id("messages", "messages");
    this.set("attachments", await this.#firstOf(`messages/${encodeURIComponent(message)}/attachments`, "#microsoft.graph.itemAttachment"));
  }

  close(): Promise<void> {
    return this.tenant.close();
  }
}
