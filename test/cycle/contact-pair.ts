import { contact } from "../doubles/blank-contact.ts";
import { ContactWorld } from "../doubles/contact-world.ts";

export const anna = contact({ firstName: "Anna", lastName: "Berg", email: "anna@berg.example", businessPhone: "+49 30 1234567" });
export const PERSONAL = { inFolder: false, container: "elsewhere", categories: [] };
export const DAY = 24 * 60 * 60 * 1000;

/** A world in which one pair stands, made by the given side. */
export async function pair(from: "exchange" | "salesforce" = "exchange", record = anna) {
  const world = new ContactWorld();
  world[from].add(record);
  await world.settle();
  const [item, row] = [world.exchange.rows[0], world.salesforce.rows[0]];
  if (!item || !row) throw new Error("The pair was not made.");
  return { world, item: item.id, record: row.id };
}

export const categoriesOf = (world: ContactWorld, id: string) => {
  const { standing } = world.exchange.row(id);
  return standing.on === "exchange" ? standing.categories : [];
};
