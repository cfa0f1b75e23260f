/** Zones far from UTC on both sides, at fractions of an hour, and with every habit of summer time. */
export const ZONES = [
  "UTC",
  "Pacific/Auckland",
  "Pacific/Kiritimati",
  "Asia/Kolkata",
  "Europe/London",
  "America/Los_Angeles",
  "America/Sao_Paulo",
  "Pacific/Pago_Pago",
];
