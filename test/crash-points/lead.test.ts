import { stoppedEverywhere } from "./enumerate.ts";

stoppedEverywhere("lead");
