import { describe, expect, it } from "vitest";
import { options, stackOption } from "../../cli/lib/args";
import { UserError } from "../../signals/errors";

const known = { ...stackOption, volumes: { type: "boolean", default: false } } as const;

describe("a command's options", () => {
  it("have defaults", () => {
    expect(options([], known)).toMatchObject({ stack: "dev", volumes: false });
    expect(options(["--stack", "prod", "--volumes"], known)).toMatchObject({ stack: "prod", volumes: true });
    expect(options(["--stack=prod"], known)).toMatchObject({ stack: "prod" });
  });

  it("that aren't known are told all at once, with the nearest", () => {
    let faults: readonly string[] = [];
    try {
      options(["--volume", "--stcak=x"], known);
    } catch (error) {
      faults = (error as UserError).faults;
    }
    expect(faults).toEqual([
      expect.stringMatching(/option --volume isn't known.*"--volumes"/),
      expect.stringMatching(/option --stcak isn't known.*"--stack"/),
    ]);
  });

  it.each([[["--stack"]], [["stray"]], [["-x"]], [["--volumes=yes"]]])(
    "%j is refused without a stack trace",
    (args) => {
      expect(() => options(args, known)).toThrow(UserError);
    },
  );
});
