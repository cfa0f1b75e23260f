import { csv, pdf, png } from "./files.ts";
import type { MimeMessage } from "./mime.ts";

/** A mail of the sample mailboxes: who holds a copy, and where it lies. */
export interface SampleMail {
  readonly holders: readonly string[];
  readonly folder: "inbox" | "sentitems" | "Salesforce Emails";
  readonly message: MimeMessage;
}

const ADA = "Ada Winter <ada.winter@example.com>";
const BEN = "Ben Okafor <ben.okafor@example.com>";
const CARLA = "Carla Mendes <carla.mendes@example.com>";
const DINA = "Dina Rossi <dina.rossi@example.com>";
const NORA = "Nora Haugen <nora.haugen@harborlight.example>";
const MARGOT = "Margot de Wit <margot.dewit@quillcrane.example>";
const INES = "Inês Carvalho <ines.carvalho@brightorchard.example>";
const PAOLO = "Paolo Ferri <paolo.ferri@vellum.example>";

/** The mails of the sandbox; `now` is the moment of seeding, so that they look fresh. */
export function sampleMails(now: Date): readonly SampleMail[] {
  const ago = (hours: number): Date => new Date(Math.floor(now.getTime() / 60_000) * 60_000 - hours * 3_600_000);
  return [
    {
      holders: ["ben.okafor@example.com", "carla.mendes@example.com"],
      folder: "inbox",
      message: {
        messageId: "<deck-lights-1@harborlight.example>",
        from: NORA,
        to: [BEN],
        cc: [CARLA, "Jonas Lie <jonas.lie@harborlight.example>"],
        subject: "Deck lights: drawings and numbers",
        sent: ago(3),
        text: "Dear Ben,\n\nhere are the drawings of the upper deck and the numbers for all four ferries. We would like the warmer tone of last year.\n\nCan you send a price before Friday?\n\nNora",
        html: "<p>Dear Ben,</p><p>here are the <b>drawings of the upper deck</b> and the numbers for all four ferries. We would like the warmer tone of last year.</p><p>Can you send a price before Friday?</p><p>Nora</p>",
        files: [
          pdf("Upper deck, drawing 4.pdf", ["Harborlight Marine", "Upper deck, drawing 4", "48 lamps, 2700 K"]),
          csv("lamps.csv", [
            ["ferry", "lamps"],
            ["Sognefjord", 48],
            ["Lysefjord", 52],
            ["Nordfjord", 48],
            ["Hjeltefjord", 40],
          ]),
        ],
      },
    },
    {
      holders: ["ben.okafor@example.com"],
      folder: "inbox",
      message: {
        messageId: "<reading-room-7@quillcrane.example>",
        from: MARGOT,
        to: [BEN],
        subject: "Re: The reading room",
        sent: ago(26),
        text: "Dear Ben,\n\nthe board agreed to the reading room. Sven will call you about the ceiling.\n\nMargot",
      },
    },
    {
      holders: ["ben.okafor@example.com"],
      folder: "inbox",
      message: {
        messageId: "<tour-2@saltwick.example>",
        from: "Oona Virtanen <oona.virtanen@saltwick.example>",
        to: [BEN],
        subject: "Your lamps in our museum?",
        sent: ago(50),
        text: "Hello,\n\nwe open a new wing in spring. Would you show us what you do with dim rooms?\n\nOona Virtanen, Saltwick Museum",
        files: [png("north wing.png", 96, [255, 214, 150])],
      },
    },
    {
      holders: ["ben.okafor@example.com"],
      folder: "inbox",
      message: {
        messageId: "<unknown-1@tideline.example>",
        from: "Per Aas <per.aas@tideline.example>",
        to: [BEN],
        subject: "Light for a pier",
        sent: ago(75),
        text: "Hi,\n\nNora Haugen gave me your name. We look for lamps that stand salt water.\n\nPer Aas",
      },
    },
    {
      holders: ["ben.okafor@example.com", "ada.winter@example.com"],
      folder: "inbox",
      message: {
        messageId: "<quarter-3@example.com>",
        from: ADA,
        to: [BEN, CARLA],
        subject: "Numbers of the quarter (inside only)",
        sent: ago(30),
        text: "Dear both,\n\nplease look over your forecasts before Monday.\n\nAda",
      },
    },
    {
      holders: ["ben.okafor@example.com"],
      folder: "sentitems",
      message: {
        messageId: "<offer-1@example.com>",
        from: BEN,
        to: [NORA],
        subject: "Offer 2231",
        sent: ago(2),
        text: "Dear Nora,\n\nour offer for the four ferries is attached.\n\nBen",
        files: [pdf("Offer 2231.pdf", ["Lumen & Pine", "Offer 2231 for Harborlight Marine", "188 lamps, EUR 184,000"])],
      },
    },
    {
      holders: ["carla.mendes@example.com"],
      folder: "inbox",
      message: {
        messageId: "<shops-9@brightorchard.example>",
        from: INES,
        to: [CARLA],
        subject: "As lojas do Porto: medições",
        sent: ago(5),
        text: "Olá Carla,\n\nas medições das lojas seguem em anexo. Até quinta-feira!\n\nInês",
        files: [
          csv("medições.csv", [
            ["loja", "m²"],
            ["Ribeira", 120],
            ["Boavista", 210],
          ]),
        ],
      },
    },
    {
      holders: ["dina.rossi@example.com"],
      folder: "Salesforce Emails",
      message: {
        messageId: "<old-1@vellum.example>",
        from: PAOLO,
        to: [DINA],
        subject: "Shop windows, last year",
        sent: ago(24 * 300),
        text: "Dear Dina,\n\nthe lamps of the shop windows arrived.\n\nPaolo",
      },
    },
    {
      holders: ["dina.rossi@example.com"],
      folder: "Salesforce Emails",
      message: {
        messageId: "<old-2@vellum.example>",
        from: PAOLO,
        to: [DINA],
        subject: "Spare parts",
        sent: ago(24 * 200),
        text: "Dear Dina,\n\nplease send twenty of the small ones.\n\nPaolo",
      },
    },
  ];
}
