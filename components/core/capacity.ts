/** Ways to pay for machines: full price, or what Azure has to spare, which is cheaper and taken away with 30 seconds' notice. */
export const CAPACITIES = ["on-demand", "spot"] as const;
export type Capacity = (typeof CAPACITIES)[number];
