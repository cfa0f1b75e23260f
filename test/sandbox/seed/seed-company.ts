import { folderNames } from "../../../shared/records/names.ts";
import type { StandIns } from "../world.ts";
import { ownerOf, sampleAccounts, sampleCases, sampleContacts, sampleLeads, sampleOpportunities } from "./customers.ts";
import { sampleMails } from "./mails.ts";
import { mime } from "./mime.ts";
import { COMPANY, sampleUsers } from "./people.ts";

const DAY_MS = 86_400_000;

/** Fills empty stand-ins with the sample company: once, whatever is asked later. */
export async function seedCompany(standIns: StandIns, now: Date): Promise<void> {
  const seeded = standIns.tables.table<{ readonly at: string }>("sandbox.seeded");
  if (seeded.get("company")) return;
  seedPeople(standIns);
  seedCustomers(standIns, now);
  await seedMailboxes(standIns, now);
  seeded.put("company", { at: now.toISOString() });
  standIns.tables.commit();
}

/** Everybody of the company on both sides; the administrator owns Tandem. */
export function seedPeople({ graph, entra, salesforce, identity }: StandIns): void {
  const owners: Record<string, readonly string[]> = {};
  for (const { givenName, surname, email, salesforceUsername, jobTitle, admin } of sampleUsers) {
    const displayName = `${givenName} ${surname}`;
    const { id } = graph.seed.user({ userPrincipalName: email, displayName, givenName, surname, jobTitle, companyName: COMPANY.name });
    if (admin) owners[id] = ["Owner"];
    salesforce.seed.user({
      Username: salesforceUsername,
      Email: email,
      FirstName: givenName,
      LastName: surname,
      Title: jobTitle,
      ...(admin ? { permissions: { viewAllData: true, modifyAllData: true } } : {}),
    });
  }
  graph.seed.user({ userPrincipalName: `info@${COMPANY.domain}`, displayName: "Lumen & Pine", userPurpose: "shared" });
  graph.seed.user({ userPrincipalName: `room.lighthouse@${COMPANY.domain}`, displayName: "Room Lighthouse", userPurpose: "room" });
  entra.directory.putApp({ clientId: identity.clientId, userRoles: owners });
}

/** Adds to the org what the company knows of its customers. */
function seedCustomers({ salesforce }: StandIns, now: Date): void {
  const userIds = new Map(sampleUsers.map(({ email, salesforceUsername }) => [email, userId(salesforceUsername)]));
  const owner = (email: string): string => userIds.get(email) ?? userId(email);
  const accounts = new Map(
    sampleAccounts.map(({ key, name, owner: owning, industry, city, website }) => [
      key,
      salesforce.seed.account({ Name: name, Industry: industry, BillingCity: city, Website: website, OwnerId: owner(owning) }),
    ]),
  );
  const contacts = new Map(
    sampleContacts.map(({ account, firstName, lastName, title, email, phone, mobile, birthday }) => [
      email,
      salesforce.seed.contact({
        AccountId: accounts.get(account),
        OwnerId: owner(ownerOf(account)),
        FirstName: firstName,
        LastName: lastName,
        Title: title,
        Email: email,
        ...(phone === undefined ? {} : { Phone: phone }),
        ...(mobile === undefined ? {} : { MobilePhone: mobile }),
        ...(birthday === undefined ? {} : { Birthdate: birthday }),
      }),
    ]),
  );
  for (const { account, name, stage, amount, closesInDays } of sampleOpportunities) {
    const closes = new Date(now.getTime() + closesInDays * DAY_MS).toISOString().slice(0, 10);
    salesforce.seed.opportunity({
      AccountId: accounts.get(account),
      OwnerId: owner(ownerOf(account)),
      Name: name,
      StageName: stage,
      Amount: amount,
      CloseDate: closes,
    });
  }
  for (const { account, contactEmail, subject, priority } of sampleCases) {
    salesforce.seed.case({
      AccountId: accounts.get(account),
      ContactId: contacts.get(contactEmail),
      OwnerId: owner(ownerOf(account)),
      Subject: subject,
      Priority: priority,
    });
  }
  for (const { firstName, lastName, company, email, owner: owning } of sampleLeads) {
    salesforce.seed.lead({ FirstName: firstName, LastName: lastName, Company: company, Email: email, OwnerId: owner(owning) });
  }

  function userId(username: string): string {
    const [user] = salesforce.org.store.having("User", "Username", username);
    if (!user) throw new Error(`the sample org has no user ${username}`);
    return user.id;
  }
}

/** The mails; and in Dina's mailbox what another product has left (B4, V4). */
async function seedMailboxes({ graph }: StandIns, now: Date): Promise<void> {
  const DINA = "dina.rossi@example.com";
  graph.seed.folder(DINA, folderNames.emails);
  graph.seed.folder(DINA, folderNames.contacts, "contacts");
  const known = ["paolo.ferri@vellum.example", "giulia.conti@vellum.example"];
  for (const { firstName, lastName, email } of sampleContacts.filter((one) => known.includes(one.email))) {
    graph.seed.contact(DINA, folderNames.contacts, {
      givenName: firstName,
      surname: lastName,
      emailAddresses: [{ name: `${firstName} ${lastName}`, address: email }],
    });
  }
  graph.seed.contact(DINA, folderNames.contacts, {
    givenName: "Marta",
    surname: "Bianchi",
    emailAddresses: [{ name: "Marta Bianchi", address: "marta@lumiere.example" }],
  });
  graph.seed.contact("ben.okafor@example.com", "contacts", {
    givenName: "Per",
    surname: "Aas",
    emailAddresses: [{ name: "Per Aas", address: "per.aas@tideline.example" }],
  });
  for (const { holders, folder, message } of sampleMails(now)) {
    for (const holder of holders) await graph.seed.mime(holder, folder, mime(message), { isRead: folder !== "inbox" });
  }
}
