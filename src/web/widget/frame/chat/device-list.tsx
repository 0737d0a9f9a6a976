import { deviceName } from "../../../device-name.ts";
import type { Device } from "../line/devices.ts";
import { filled } from "../words.ts";
import { useShared, useWord } from "./context.ts";

/** Where the conversation can be opened, each other device or link to be ended, and all of them at once. */
export function DeviceList({ devices }: { devices: readonly Device[] }) {
  const word = useWord();
  const { parts } = useShared();
  const end = (which: { id: string } | { others: true }) => (): void =>
    void parts
      .devices(which)
      .then((left) => parts.notice.set(left === null ? "noDevices" : { devices: left }));
  const day = new Intl.DateTimeFormat(parts.locale, { dateStyle: "medium" });
  const nameOf = ({ device }: Device): string => {
    const { browser, system } = deviceName(device);
    if (browser === null) return word("deviceUnknown");
    return system === null ? browser : filled(word("deviceOn"), { browser, system });
  };
  const about = (device: Device): string => {
    if (device.current) return filled(word("deviceHere"), { device: nameOf(device) });
    if (device.isLink) return filled(word("deviceLink"), { when: day.format(new Date(device.madeAt)) });
    return filled(word("deviceSeen"), { device: nameOf(device), when: day.format(new Date(device.seenAt)) });
  };
  const others = devices.filter(({ current }) => !current);
  return (
    <section className="notice devices" aria-label={word("menuDevices")}>
      <p>{word(others.length === 0 ? "devicesNone" : "devicesNotice")}</p>
      <ul>
        {devices.map((device) => (
          <li key={device.id}>
            <span>{about(device)}</span>
            {!device.current && (
              <button
                type="button"
                className="plain"
                aria-label={`${word("deviceEnd")}: ${about(device)}`}
                onClick={end({ id: device.id })}
              >
                {word("deviceEnd")}
              </button>
            )}
          </li>
        ))}
      </ul>
      <p>
        {others.length > 1 && (
          <button type="button" className="plain" onClick={end({ others: true })}>
            {word("devicesEnd")}
          </button>
        )}
        <button type="button" className="plain" onClick={() => parts.notice.set(null)}>
          {word("devicesClose")}
        </button>
      </p>
    </section>
  );
}
