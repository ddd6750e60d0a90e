// What the tests that are programs have in common: checks that are counted, and a last line with how many held.
let passed = 0;
let failed = 0;

export function check(what, holds, detail = "") {
  if (holds) {
    ++passed;
  } else {
    ++failed;
    console.log(`failed: ${what}${detail === "" ? "" : `: ${detail}`}`);
  }
}

/** Ends with "N passed, N failed"; the exit status to end with. */
export function told() {
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}
