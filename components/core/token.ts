/** The type token of a component of this package: `typeToken("AksCluster")` is `ml-platform:index:AksCluster`. */
export function typeToken(component: string): string {
    return `ml-platform:index:${component}`;
}
