import { BlockList, isIP } from "node:net";

const closed = new BlockList();

/** IANA's special-purpose registries, and multicast: nothing there is on the public internet. */
for (const range of [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/3",
  "2001::/23",
  "2001:db8::/32",
  "2002::/16",
  "3fff::/20",
]) {
  const [net = "", prefix] = range.split("/");
  closed.addSubnet(net, Number(prefix), isIP(net) === 4 ? "ipv4" : "ipv6");
}

const publicV6 = new BlockList();
publicV6.addSubnet("2000::", 3, "ipv6");

/** Tells whether an address is anywhere but on the public internet; what is no address counts as private. */
export function isPrivateAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return closed.check(address, "ipv4");
  return family !== 6 || !publicV6.check(address, "ipv6") || closed.check(address, "ipv6");
}

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addAddress("::1", "ipv6");

/** Tells whether an address is this machine's own. */
export const isLoopbackAddress = (address: string): boolean =>
  isIP(address) !== 0 && loopback.check(address, isIP(address) === 4 ? "ipv4" : "ipv6");
