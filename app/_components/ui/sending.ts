"use client";

import { createContext } from "react";

/** Whether the form around is on its way to a route handler; React itself knows of actions only. */
export const Sending = createContext(false);
