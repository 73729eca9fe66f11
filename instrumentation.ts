/** Runs once when the server starts. Next builds this file for its edge runtime too, where nothing of ours runs. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { atStart } = await import("@/app/_edge/at-start");
  await atStart();
}
