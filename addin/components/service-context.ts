import { createContext, useContext } from "react";
import type { PaneService } from "../service/pane-service.ts";

const Service = createContext<PaneService | null>(null);
export const ServiceProvider = Service.Provider;

/** The service as the signed-in user. */
export function useService(): PaneService {
  const service = useContext(Service);
  if (!service) throw new Error("useService is used outside ServiceProvider.");
  return service;
}

/** BCP 47: how dates and numbers are written. */
const Locale = createContext<string>("en");
export const LocaleProvider = Locale.Provider;
export const useLocale = (): string => useContext(Locale);
