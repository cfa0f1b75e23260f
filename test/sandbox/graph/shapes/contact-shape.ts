import { always, complex, instant, listOf, readOnly, text, texts, type Shape } from "./shape.ts";
import { emailAddress } from "./message-shape.ts";

const address = complex({ street: text, city: text, state: text, countryOrRegion: text, postalCode: text });
const email = complex(emailAddress);

/** res/contact. How many entries a collection takes: facts, section 11. */
export const contactShape: Shape = {
  typeName: "contact",
  properties: {
    id: readOnly(text),
    createdDateTime: readOnly(instant),
    lastModifiedDateTime: readOnly(instant),
    changeKey: readOnly(text),
    categories: always(texts),
    parentFolderId: always(text),
    birthday: always(instant),
    fileAs: always(text),
    displayName: always(text),
    givenName: always(text),
    initials: always(text),
    middleName: always(text),
    nickName: always(text),
    surname: always(text),
    title: always(text),
    yomiGivenName: always(text),
    yomiSurname: always(text),
    yomiCompanyName: always(text),
    generation: always(text),
    imAddresses: always(texts),
    jobTitle: always(text),
    companyName: always(text),
    department: always(text),
    officeLocation: always(text),
    profession: always(text),
    businessHomePage: always(text),
    assistantName: always(text),
    manager: always(text),
    homePhones: always(listOf(text, 2)),
    mobilePhone: always(text),
    businessPhones: always(listOf(text, 2)),
    spouseName: always(text),
    personalNotes: always(text),
    children: always(texts),
    emailAddresses: always(listOf(email, 3)),
    primaryEmailAddress: always(email),
    secondaryEmailAddress: always(email),
    tertiaryEmailAddress: always(email),
    homeAddress: always(address),
    businessAddress: always(address),
    otherAddress: always(address),
  },
  navigations: ["extensions", "photo", "singleValueExtendedProperties", "multiValueExtendedProperties"],
};
