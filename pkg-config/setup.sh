#!/usr/bin/env bash
# Makes this machine ready to build and test Pathloom. Installs only what is missing; safe to run again.
#
#   Node and npm, a Rust toolchain      must be there
#   the standard library's sources      rustup component, else Debian packages (as root)
#   Chromium and chromedriver           Debian packages (as root); for the browser tests only
#   wasm-bindgen, wasm-pack             cargo install, into the cache
#   npm packages                        npm ci
#
# Tools and build output go to ${PATHLOOM_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/pathloom}.
# What cannot be installed here is listed at the end with the command to run by hand; then the exit code is 1.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1
cache=${PATHLOOM_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/pathloom}
tools=$cache/tools
wasm_bindgen=0.2.130 # as Cargo.toml pins it
wasm_pack=0.15.1
missing=()

say() { printf 'setup: %s\n' "$*"; }
by_hand() { missing+=("$*"); }

debian_root() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }
apt_updated=
apt_install() {
  say "installing Debian packages: $*"
  if [ -z "$apt_updated" ]; then apt-get update -qq >/dev/null && apt_updated=yes; fi
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

# Node and npm -------------------------------------------------------------------------------------------
if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
  echo "setup: Node 20.19 or newer, with npm, is needed: https://nodejs.org" >&2
  exit 1
fi
if ! node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)'; then
  by_hand "Node $(node --version) is too old: install 20.19 or newer (https://nodejs.org)"
fi

# Rust, native ---------------------------------------------------------------------------------------------
command -v cc >/dev/null || { debian_root && apt_install build-essential; } ||
  by_hand "a C linker: build-essential (Debian), xcode-select --install (macOS)"
if ! command -v cargo >/dev/null; then
  by_hand "Rust: https://rustup.rs (then run this again)"
fi

# Rust for WebAssembly: the standard library's sources -------------------------------------------------------
wasm_toolchain() { node pkg-config/toolchain.mjs 2>/dev/null; }
if ! wasm_toolchain >/dev/null && command -v rustup >/dev/null; then
  say "adding the rust-src component and the WebAssembly target"
  rustup component add rust-src >/dev/null 2>&1 || say "rustup could not"
  rustup target add wasm32-unknown-unknown >/dev/null 2>&1 || true
fi
if ! wasm_toolchain >/dev/null && debian_root; then
  apt_install rustc-web cargo-web rust-web-src
  # Debian's rust-lld is a link into a package of its own (lld-22, say).
  if ! wasm_toolchain >/dev/null; then apt_install "$(readlink /usr/bin/rust-lld || echo lld)"; fi
fi
if found=$(wasm_toolchain); then
  say "WebAssembly toolchain: $found"
else
  by_hand "the Rust library's sources: rustup component add rust-src; or on Debian: apt-get install rustc-web cargo-web rust-web-src lld"
fi

# Chromium ---------------------------------------------------------------------------------------------------
chromium() { node -e 'import("./pkg-config/chromium.mjs").then((m) => process.exit(m.findChromium() ? 0 : 1))'; }
if ! chromium || ! command -v chromedriver >/dev/null; then
  debian_root && apt_install chromium chromium-driver
fi
chromium || by_hand "Chromium or Chrome (or set CHROMIUM to its path): apt-get install chromium"
command -v chromedriver >/dev/null ||
  by_hand "chromedriver of the same version as the browser, on the PATH: apt-get install chromium-driver, or https://googlechromelabs.github.io/chrome-for-testing"

# Tools from crates.io ---------------------------------------------------------------------------------------
# Without --locked: the lock files inside these crates can name versions that a registry does not carry.
cargo_tool() { # crate, version, program
  if [ "$("$tools/bin/$3" --version 2>/dev/null | awk '{print $2}')" = "$2" ]; then return; fi
  say "installing $1 $2 into $tools (several minutes)"
  CARGO_TARGET_DIR=$cache/target/tools cargo install --quiet --root "$tools" "$1" --version "=$2" ||
    by_hand "cargo install --root $tools $1 --version =$2"
}
if command -v cargo >/dev/null; then
  cargo_tool wasm-bindgen-cli "$wasm_bindgen" wasm-bindgen
  cargo_tool wasm-pack "$wasm_pack" wasm-pack
fi

# npm packages -------------------------------------------------------------------------------------------------
lock=$(node -p 'require("node:crypto").createHash("sha256").update(require("node:fs").readFileSync("package-lock.json")).digest("hex")')
if [ "$(cat node_modules/.pathloom-lock 2>/dev/null)" != "$lock" ]; then
  say "installing npm packages"
  if npm ci --no-audit --no-fund --silent; then
    echo "$lock" >node_modules/.pathloom-lock
  else
    by_hand "npm ci"
  fi
fi

if [ ${#missing[@]} -gt 0 ]; then
  echo "setup: not everything could be installed here. By hand:" >&2
  printf '  - %s\n' "${missing[@]}" >&2
  exit 1
fi
say "ready (cache: $cache)"
