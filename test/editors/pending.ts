/** Leaves a running test pending, with the reason in its title, where the machine lacks what the test needs. */
export function pendingFor(context: Mocha.Context, reason: string | undefined): void {
  if (!reason) return;
  context.test!.title += `: pending, ${reason}`; // a running test
  context.skip();
}
