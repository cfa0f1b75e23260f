// The import rules of the three bands: who may know whom. Each rule says what a folder may reach of our own code; packages are
// named where a band must do without them. test/lint/import-rules.test.ts plants a violation of every rule and sees it found.
const OURS = "^(addin|shared|sync-service|test)/";
const DECIDES = "^sync-service/(engine|mappings)/";
const DOES = "^sync-service/(cycle|filing|context|rivals|accounts)/";
const OUTSIDE = "^sync-service/(graph|salesforce|store|http)/";
const SHARED = "^shared/";
const RECORDS = "^shared/records/";
const ERRORS = "^sync-service/errors\\.ts$";
/** What both clients use besides: where they may go, and how long they try. */
const CLIENTS = "^sync-service/(addresses|patience)\\.ts$";
const PACKAGE_OR_NODE = ["npm", "npm-dev", "npm-optional", "npm-no-pkg", "npm-unknown", "core", "undetermined", "unknown"];

/** From `from`, of our own code only `may`. */
const only = (name, comment, from, ...may) => ({
  name,
  comment,
  severity: "error",
  from: typeof from === "string" ? { path: from } : from,
  to: { path: OURS, pathNot: may.flat() },
});

/** From `from`, no package and nothing of Node. */
const bare = (name, comment, from, except = []) => ({
  name,
  comment,
  severity: "error",
  from: { path: from },
  to: { dependencyTypes: PACKAGE_OR_NODE, pathNot: except },
});

module.exports = {
  forbidden: [
    only("shared-knows-only-itself", "What both programs say to each other depends on neither.", SHARED, SHARED),
    bare("shared-is-data", "Schemas are TypeBox; nothing else is needed to say what travels.", SHARED, ["typebox"]),
    only("pane-knows-no-service", "The pane speaks to the service by HTTP.", "^addin/", "^addin/", SHARED),
    {
      name: "features-do-not-meet",
      comment: "What two panels share lies in addin/components.",
      severity: "error",
      from: { path: "^addin/features/([^/]+)/" },
      to: { path: "^addin/features/", pathNot: "^addin/features/$1/" },
    },
    only("deciding-is-pure", "State in, decision out.", DECIDES, DECIDES, RECORDS),
    bare("deciding-has-no-package", "No package, no Node: a decision can be replayed anywhere.", DECIDES),
    only("doing-knows-no-vendor", "The middle band declares what it needs as interfaces.", DOES, DOES, DECIDES, SHARED, ERRORS),
    {
      name: "outsides-do-not-meet",
      comment: "Each outside folder is an adapter of its own; app.ts introduces them to each other.",
      severity: "error",
      from: { path: OUTSIDE },
      to: { path: OURS, pathNot: ["^sync-service/$1/", DOES, DECIDES, SHARED, ERRORS, CLIENTS] },
    },
    only("errors-know-nothing", "Every band throws them.", ERRORS),
    only("clients-share-little", "The allow-list and the patience of both sides know errors alone.", CLIENTS, ERRORS),
    only("service-knows-no-pane", "The service serves the built pane and knows nothing of it.", "^sync-service/", "^sync-service/", SHARED),
    {
      name: "only-the-top-builds",
      comment: "The parts are put together in one place; nothing below knows of it.",
      severity: "error",
      from: { path: OURS, pathNot: ["^sync-service/(app|main|doctor|config|org-setup)\\.ts$", "^sync-service/launch/", "^test/"] },
      to: { path: "^sync-service/(app|main|doctor|config|org-setup)\\.ts$" },
    },
    {
      name: "nothing-imports-test",
      comment: "Stand-ins and doubles are no part of the product.",
      severity: "error",
      from: { path: OURS, pathNot: "^test/" },
      to: { path: "^test/" },
    },
    {
      name: "no-circle",
      comment: "Two that need each other are one. Types alone may: nothing of them is left when the program runs.",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "every-import-exists",
      comment: "A name that resolves to nothing.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: "no-tools-in-the-product",
      comment: "What runs at a customer's comes from `dependencies`.",
      severity: "error",
      from: { path: "^(addin|shared|sync-service)/", pathNot: ["^addin/(build|vite-build)\\.ts$"] },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only", "npm"] },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(addin|test)/.*/?dist/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".mjs", ".js", ".d.ts"],
    },
  },
};
