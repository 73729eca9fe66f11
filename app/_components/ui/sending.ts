"use client";

import { createContext } from "react";

/** Whether the surrounding form is being sent to a route handler; React itself tracks only actions. */
export const Sending = createContext(false);
