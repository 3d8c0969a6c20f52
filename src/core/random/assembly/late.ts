// Words of which a number cannot be made at once are put off until a stretch of numbers is done: a loop that calls nothing keeps
// what it needs in registers.

/** Numbers of a stretch, which are made in pairs. */
export const stretch: u32 = 512;
/** The pairs that were put off, by the first number of each. */
export const late: usize = memory.data(4 * (stretch / 2 + 1), 16);

/** Puts a pair off, or not. @returns where the list ends then */
// @ts-ignore: decorator
@inline export function putOff(end: usize, first: u32, isLate: bool): usize {
  store<u32>(end, first);
  return end + (<usize>isLate << 2);
}
