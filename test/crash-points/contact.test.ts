import { stoppedEverywhere } from "./enumerate.ts";

stoppedEverywhere("contact");
