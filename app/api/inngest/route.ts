import { serve } from "inngest/next";
import { functions } from "@/inngest";
import { inngest } from "@/lib/events";

export const maxDuration = 300;

export const { GET, POST, PUT } = serve({ client: inngest, functions });
