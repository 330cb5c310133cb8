/** A written policy lacks what another of its lines goes to. The tables of the model are held to have all of it by tests. */
export class BrokenKernel extends Error {
  override readonly name = 'BrokenKernel';
}
