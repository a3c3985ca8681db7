// The list of campaigns: answers that could not be sent before are sent from here, too.

import { Outbox } from "./rating-outbox.js";
import { notice, report, say } from "./studio-phrases.js";
import { Unreachable } from "./studio-net.js";
import { unsent } from "./rating-store.js";

const outbox = new Outbox({
  arrived() {
    if (!unsent().length) notice(say("sent"), { tone: "good" });
  },
  refused(_entry, page) {
    notice(page.querySelector('[role="alert"]').textContent, { tone: "warning" });
  },
  failed(error) {
    if (error instanceof Unreachable && error.message === "offline") {
      notice(say("waiting", { count: unsent().length }), { tone: "warning" });
    } else {
      report(error);
    }
  },
});
outbox.deliver();
