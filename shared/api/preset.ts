import { type Static, Type } from "typebox";

const Flow = Type.Union([Type.Literal("both"), Type.Literal("to-outlook"), Type.Literal("to-salesforce"), Type.Literal("off")]);

/** Whose value stands where both sides changed one field (M2). */
const Winner = Type.Union([Type.Literal("salesforce"), Type.Literal("exchange"), Type.Literal("newest"), Type.Literal("ask")]);

/** No control characters: no address has one, and PostgreSQL keeps none of them. */
const PLAIN = "^[^\\u0000-\\u001f]*$";

const ListView = (of: string) =>
  Type.Union([Type.Null(), Type.String({ pattern: "^[A-Za-z0-9]{15}([A-Za-z0-9]{3})?$" })], {
    default: null,
    description: `C1: the id of the list view of ${of} for the scope list-view, as its address in Salesforce has it. It has to be shared with the users.`,
  });

/** A field of the org's own, by its API name. */
const OwnField = Type.Union([Type.String({ maxLength: 100, pattern: "^[A-Za-z][A-Za-z0-9_]*__c$" }), Type.Null()]);

/**
 * `GET|PUT /api/admin/presets/default`: how everything flows (A3). Every member has a default, so `{}` is a new installation.
 * Only what the service obeys stands here; a member it does not know is refused.
 */
export const Preset = Type.Object(
  {
    contacts: Type.Object(
      {
        on: Type.Boolean({ default: true }),
        create: Type.Union(Flow.anyOf, { default: "both" }),
        update: Type.Union(Flow.anyOf, { default: "both" }),
        objects: Type.Union([Type.Literal("contacts"), Type.Literal("leads"), Type.Literal("both")], {
          default: "contacts",
          description: "C1, C2: what people are in Salesforce; with both, what is new in a mailbox becomes what has priority.",
        }),
        priority: Type.Union([Type.Literal("contact"), Type.Literal("lead")], {
          default: "contact",
          description: "A3: which of the two stands for a person who is there as both.",
        }),
        scope: Type.Union([Type.Literal("own"), Type.Literal("visible"), Type.Literal("list-view"), Type.Literal("off")], {
          default: "own",
          description:
            "C1: who comes down: the user's own people, everybody he may see in Salesforce, whom a list view shows him, or nobody new. With visible and list-view each change is read once for each user.",
        }),
        listView: ListView("contacts"),
        leadListView: ListView("leads"),
        winner: Type.Union(Winner.anyOf, { default: "salesforce" }),
        deleteInSalesforce: Type.Boolean({
          default: false,
          description: "M3: a contact deleted in the mailbox is deleted in Salesforce too.",
        }),
        furtherPhones: Type.Boolean({
          default: false,
          description: "C3: business fax, other phone and assistant's phone are kept in step too.",
        }),
        secondEmail: Type.Union(OwnField.anyOf, {
          default: null,
          description: "C3: the field of contacts and leads that holds a second e-mail address; null: it is not kept in step.",
        }),
        thirdEmail: Type.Union(OwnField.anyOf, {
          default: null,
          description: "C3: the same for a third one, which takes a second.",
        }),
      },
      { additionalProperties: false, default: {} },
    ),
    tasks: Type.Object(
      {
        on: Type.Boolean({ default: true }),
        create: Type.Union(Flow.anyOf, { default: "both" }),
        update: Type.Union(Flow.anyOf, { default: "both" }),
        winner: Type.Union(Winner.anyOf, { default: "exchange" }),
        deleteInSalesforce: Type.Boolean({
          default: true,
          description: "M3: a task deleted in the mailbox is deleted in Salesforce too.",
        }),
      },
      { additionalProperties: false, default: {} },
    ),
    events: Type.Object(
      {
        on: Type.Boolean({ default: true }),
        create: Type.Union(Flow.anyOf, { default: "both" }),
        update: Type.Union(Flow.anyOf, { default: "both" }),
        winner: Type.Union(Winner.anyOf, { default: "exchange" }),
        deleteInSalesforce: Type.Boolean({
          default: true,
          description: "M3: an event deleted in the mailbox is deleted in Salesforce too.",
        }),
        series: Type.Union([Type.Literal("series"), Type.Literal("single")], {
          default: "series",
          description: "E4: a series is made as one where the other side can express it; single: each occurrence is an event by itself.",
        }),
        takeUp: Type.Union([Type.Literal("marked"), Type.Literal("outside")], {
          default: "marked",
          description:
            "E1: events with the category go up; outside: so do all meetings with someone outside the company, if they are neither private nor blocked.",
        }),
        privateEvents: Type.Union([Type.Literal("whole"), Type.Literal("time-only")], {
          default: "whole",
          description:
            "E5: a private event with the category goes up as private; time-only: under the name Busy, without its place and text.",
        }),
        daysBack: Type.Integer({
          default: 90,
          minimum: 0,
          maximum: 365,
          description: "E1: events that began so many days ago at most are kept in step.",
        }),
        monthsAhead: Type.Integer({
          default: 18,
          minimum: 1,
          maximum: 36,
          description: "E1: events that begin within so many months are kept in step.",
        }),
      },
      { additionalProperties: false, default: {} },
    ),
    emails: Type.Object(
      {
        on: Type.Boolean({ default: true }),
        prefer: Type.Union([Type.Literal("contact"), Type.Literal("lead")], { default: "contact" }),
        inlineImages: Type.Boolean({ default: false }),
        storeAs: Type.Union([Type.Literal("task"), Type.Literal("email-message")], {
          default: "task",
          description: "F1: a completed task, or an EmailMessage where the org has Enhanced Email (which makes its task by itself).",
        }),
        attachmentsAs: Type.Union([Type.Literal("files"), Type.Literal("classic")], {
          default: "files",
          description: "F4: attachments become Files of the activity and its records, or classic attachments of the activity.",
        }),
        doNotShareLabels: Type.Array(Type.String({ minLength: 1, maxLength: 200, pattern: PLAIN }), {
          default: [],
          maxItems: 100,
          description: "F5: names or ids of sensitivity labels; a mail that bears one is filed on no path.",
        }),
        doNotShareBinds: Type.Union([Type.Literal("mailbox"), Type.Literal("organisation")], {
          default: "mailbox",
          description: "F5: whom a person's Do not share binds: his own mailbox, or everybody's.",
        }),
      },
      { additionalProperties: false, default: {} },
    ),
    internalDomains: Type.Array(Type.String({ maxLength: 253, pattern: PLAIN }), {
      default: [],
      description: "Besides the tenant's verified domains.",
    }),
    blocked: Type.Array(Type.String({ maxLength: 320, pattern: PLAIN }), {
      default: [],
      description: "Addresses, or domains written as @example.com.",
    }),
  },
  { additionalProperties: false, default: {} },
);
export type Preset = Static<typeof Preset>;
