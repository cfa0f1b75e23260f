import { stoppedEverywhere } from "./enumerate.ts";

stoppedEverywhere("event");
