import type { ChangeSubscriptions, Watched } from "../accounts/ports.ts";
import { Gone, Refused } from "../errors.ts";
import type { Graph } from "./client.ts";
import { graphPath, type GraphPath } from "./path.ts";

interface WireSubscription {
  readonly id: string;
  readonly expirationDateTime: string;
}

/** Change notifications of Graph: hints that a mailbox has news. Immutable ids are asked for when they are made (MG2). */
export function changeSubscriptions(graph: Graph): ChangeSubscriptions {
  return {
    async create(wish) {
      try {
        const made = await graph.send<WireSubscription>("POST", graphPath`/subscriptions`, {
          changeType: "created,updated,deleted",
          resource: resourceOf(wish.userId, wish.watched),
          notificationUrl: wish.notificationUrl,
          lifecycleNotificationUrl: wish.lifecycleNotificationUrl,
          clientState: wish.clientState,
          expirationDateTime: wish.expiresAt.toISOString(),
          latestSupportedTlsVersion: "v1_2",
        });
        return { id: made.id, expiresAt: new Date(made.expirationDateTime) };
      } catch (error) {
        if (error instanceof Refused && /validation/iu.test(error.message)) throw unreachable(error);
        throw error;
      }
    },
    async renew(id, expiresAt) {
      try {
        const renewed = await graph.send<WireSubscription>("PATCH", graphPath`/subscriptions/${id}`, {
          expirationDateTime: expiresAt.toISOString(),
        });
        return { expiresAt: new Date(renewed.expirationDateTime) };
      } catch (error) {
        if (error instanceof Gone) return null;
        throw error;
      }
    },
    async remove(id) {
      try {
        await graph.send("DELETE", graphPath`/subscriptions/${id}`);
      } catch (error) {
        if (!(error instanceof Gone)) throw error;
      }
    },
  };
}

/** Contacts: those of the default folder and all below it count as the mailbox's. Events: those of the default calendar. */
function resourceOf(userId: string, watched: Watched): GraphPath {
  switch (watched) {
    case "messages":
      return graphPath`/users/${userId}/messages`;
    case "contacts":
      return graphPath`/users/${userId}/contacts`;
    case "events":
      return graphPath`/users/${userId}/events`;
  }
}

function unreachable(cause: Refused): Refused {
  return new Refused(
    {
      code: "NOTIFICATIONS_UNREACHABLE",
      message: "Microsoft Graph could not reach the service under PUBLIC_URL, so there are no change notifications.",
      remedy:
        "Set PUBLIC_URL to an https address that Microsoft can reach from the internet; until then mailboxes are looked at at regular times.",
    },
    { cause },
  );
}
