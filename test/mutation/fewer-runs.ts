import fc from "fast-check";

/** The same examples each time, so that a mutant which survived once survives again, and fewer, as every mutant runs them. */
fc.configureGlobal({ seed: 20_261_122, numRuns: 40 });
