const STATES: Record<string, string> = {
  queued: "I kö",
  sent: "Skickat",
  delivered: "Levererat",
  delivery_delayed: "Försenat",
  bounced: "Studsat",
  complained: "Anmält som skräppost",
  suppressed: "Spärrat",
};

/** What a mail's last event, or an event's type, is called on the page. */
export function stateName(event: string): string {
  return STATES[event.replace(/^email\./, "")] ?? event;
}

export const ACTIONS = {
  deliver: { label: "Leverera", done: "Meddelandet är levererat." },
  delay: { label: "Fördröj", done: "Meddelandet är försenat." },
  bounce: {
    label: "Studsa för gott",
    done: "Meddelandet studsade för gott. En vanlig adress spärras för senare e-post.",
  },
  "soft-bounce": { label: "Studsa tillfälligt", done: "Meddelandet studsade tillfälligt." },
  complain: {
    label: "Anmäl som skräppost",
    done: "Meddelandet är anmält som skräppost. En vanlig adress spärras för senare e-post.",
  },
  unsubscribe: { label: "Avsluta utskicken med ett klick", done: "" },
} as const;

export type Action = keyof typeof ACTIONS;

export function isAction(name: string): name is Action {
  return Object.hasOwn(ACTIONS, name);
}
