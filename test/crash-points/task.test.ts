import { stoppedEverywhere } from "./enumerate.ts";

stoppedEverywhere("task");
