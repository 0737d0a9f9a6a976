/** Thrown when a file of the store is not what the store wrote. The file is left as it is. */
export class StoreFileError extends Error {
  readonly code = "store-file";
  constructor(
    readonly file: string,
    readonly problem: string,
    options?: ErrorOptions,
  ) {
    super(
      `${file} ${problem}. It was left untouched. ` +
        `"npm run store:check" lists all that is wrong; "npm run store:restore" puts a backup into an empty folder; ` +
        `"npm run store:check -- --salvage <folder>" brings all that can be read into a new one`,
      options,
    );
  }
}
