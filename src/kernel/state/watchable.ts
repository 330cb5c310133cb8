/** Something that tasks sleep for. Who waits for what happens to it compares both counts. */
export interface Watchable {
  /** How often something came, or the last who could bring something went. */
  arrivals: number;
  /** How often something was taken, or the last who could take something went. */
  departures: number;
}
