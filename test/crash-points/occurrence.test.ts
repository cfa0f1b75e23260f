import { stoppedEverywhere } from "./enumerate.ts";

stoppedEverywhere("occurrence of a series");
