import type { Contact } from "../../shared/records/contact.ts";
import { contact } from "../doubles/blank-contact.ts";
import type { Samples } from "./side-contract.ts";

/** @param required what a record has to have there besides a name. @param text a field that holds any text */
export function contactSamples(required: Partial<Contact> = {}, text: keyof Contact = "jobTitle"): Samples<Contact> {
  const person = (values: Partial<Contact>): Contact => contact({ ...values, ...required });
  return {
    one: person({
      firstName: "Grace",
      lastName: "Hopper",
      email: "grace@navy.example",
      jobTitle: "Rear Admiral",
      businessPhone: "+1 202 555 0101",
    }),
    other: person({
      firstName: "Alan",
      lastName: "Turing",
      email: "alan@bletchley.example",
      mailingCity: "Wilmslow",
      mailingStreet: "Adlington Road\nHollymeade",
    }),
    third: person({ lastName: "Liskov", firstName: "Barbara" }),
    fourth: person({ firstName: "Edsger", lastName: "Dijkstra" }),
    text,
    wiped: { businessPhone: null },
    sought: [
      { record: contact({ lastName: "Murray", email: "Grace@Navy.example" }), is: "one" },
      { record: contact({ lastName: "Turing", firstName: "Alan" }), is: "other" },
      { record: contact({ lastName: "Nobody", email: "nobody@nowhere.example" }), is: null },
    ],
  };
}
