/**
 * Does the work for every item, for `atMost` of them at a time; results are in the order of the items.
 *
 * @throws the first failure, once all that had begun has ended; nothing is begun after it
 */
export async function inTurns<Item, Result>(
  items: readonly Item[],
  atMost: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const failures: unknown[] = [];
  const left = items.entries();
  const lane = async (): Promise<void> => {
    for (const [index, item] of left) {
      if (failures.length > 0) return;
      try {
        results[index] = await work(item);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atMost, items.length) }, lane));
  if (failures.length > 0) throw failures[0];
  return results;
}
