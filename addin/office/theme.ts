import { type Theme, teamsHighContrastTheme, webDarkTheme, webLightTheme } from "@fluentui/react-components";
import { useEffect, useState } from "react";
import type { Outlook } from "./outlook.ts";

export type Look = "light" | "dark" | "contrast";

/**
 * Outlook's own background decides between light and dark; where it tells none, the operating system does. A contrast theme of the
 * system goes before both.
 */
export function lookOf(background: string | null, system: { readonly dark: boolean; readonly forcedColours: boolean }): Look {
  if (system.forcedColours) return "contrast";
  const luminance = background === null ? null : luminanceOf(background);
  if (luminance === null) return system.dark ? "dark" : "light";
  return luminance < 0.5 ? "dark" : "light";
}

export function themeOf(look: Look): Theme {
  switch (look) {
    case "light":
      return webLightTheme;
    case "dark":
      return webDarkTheme;
    case "contrast":
      return teamsHighContrastTheme;
  }
}

/** Follows Outlook and the system while the page lives. Without an Outlook (the administration page) the system alone. */
export function useLook(outlook: Pick<Outlook, "background" | "onThemeChanged"> | null): Look {
  const [look, setLook] = useState<Look>(() => lookOf(outlook?.background() ?? null, system()));
  useEffect(() => {
    const update = (): void => setLook(lookOf(outlook?.background() ?? null, system()));
    const queries = [darkQuery(), contrastQuery()];
    for (const query of queries) query.addEventListener("change", update);
    const stop = outlook?.onThemeChanged(update);
    update();
    return () => {
      for (const query of queries) query.removeEventListener("change", update);
      stop?.();
    };
  }, [outlook]);
  return look;
}

const darkQuery = (): MediaQueryList => globalThis.matchMedia("(prefers-color-scheme: dark)");
const contrastQuery = (): MediaQueryList => globalThis.matchMedia("(forced-colors: active)");
const system = (): { dark: boolean; forcedColours: boolean } => ({ dark: darkQuery().matches, forcedColours: contrastQuery().matches });

/** Relative luminance by eye, 0 black to 1 white; null for what is not `#rrggbb`. */
function luminanceOf(colour: string): number | null {
  const hex = /^#?([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})/iu.exec(colour);
  if (!hex) return null;
  const [red, green, blue] = hex.slice(1).map((part) => Number.parseInt(part, 16) / 255);
  return 0.299 * (red ?? 0) + 0.587 * (green ?? 0) + 0.114 * (blue ?? 0);
}
