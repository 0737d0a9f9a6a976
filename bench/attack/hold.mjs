// Holds connections open that begin a request and never end it; opens others for those that the desk ends, until its
// input is closed. Run with the port, how many, how many addresses of this machine they come from, and a number to begin at.
import { connect } from "node:net";

const [port, count, addresses, first] = process.argv.slice(2).map(Number);
const openedAtOnce = 250;
const head =
  "POST /widget/token HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 5\r\n";

const held = new Set();
let opened = first;
let sayReady = () => process.stdout.write("holding\n");

function hold() {
  const localAddress = `127.0.${1 + (Math.floor((opened % addresses) / 250) % 250)}.${1 + ((opened % addresses) % 250)}`;
  opened += 1;
  const socket = connect({ port, host: "127.0.0.1", localAddress }, () => socket.write(head));
  held.add(socket);
  socket
    .on("error", () => {})
    .on("close", () => held.delete(socket))
    .resume();
}

setInterval(() => {
  for (let nth = 0; nth < openedAtOnce && held.size < count; nth += 1) hold();
  if (opened - first < count) return;
  sayReady();
  sayReady = () => {};
}, 100);
process.stdin.resume().on("end", () => process.exit(0));
