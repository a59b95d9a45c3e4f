/** A stack as files: what its engine without Pulumi reads, and a pull request's diff. */
export interface Rendered {
  /** Path below the output folder, to content. No secret is in it. */
  readonly files: ReadonlyMap<string, string>;
  /** Path, to content: what `files` leaves out. */
  readonly secretFiles: ReadonlyMap<string, string>;
}
