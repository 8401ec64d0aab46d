#include "common/session/scripts.h"

#include <string>

#include "absl/strings/str_cat.h"

namespace interim::session {
namespace {

// The time of Redis in ms. Numbers are written by %d: tostring would give 1.79e+12.
constexpr absl::string_view kNow = R"lua(
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
)lua";

constexpr absl::string_view kFunctions = R"lua(
local function num(n) return string.format('%d', n) end
local function feed(length, kind, epoch, ver)
  redis.call('XADD', KEYS[2], 'MAXLEN', '~', length, '*', 'k', kind, 'e', epoch, 'v', ver)
end
local function touch(idle, abs)
  redis.call('PEXPIREAT', KEYS[1], num(math.min(now + idle, abs)))
end
)lua";

// Every field of the hash, in the order of FieldIndex.
std::string All() {
  std::string call =
      "redis.call('HMGET', KEYS[1], 'epoch', 'ver', 'dver', 'state', 'owner', "
      "'created_ms', 'abs_exp_ms'";
  for (absl::string_view part : kParts) {
    absl::StrAppend(&call, ", 'n:", part, "', 'v:", part, "'");
  }
  return call + ")";
}

std::string Read() {
  return absl::StrCat("local h = ", All(), kNow, R"lua(
if not h[1] then return {'NONE'} end
local abs = tonumber(h[7])
if abs <= now then return {'NONE'} end
local idle = tonumber(ARGV[1])
if idle > 0 then
  redis.call('PEXPIREAT', KEYS[1], string.format('%d', math.min(now + idle, abs)))
end
return {'OK', now, h}
)lua");
}

std::string Create() {
  return absl::StrCat(kNow, kFunctions, R"lua(
local old = redis.call('HMGET', KEYS[1], 'owner', 'req', 'abs_exp_ms')
if old[1] and tonumber(old[3]) > now then
  if ARGV[4] ~= '' and old[1] == ARGV[2] and old[2] == ARGV[4] then
    return {'OK', now, )lua",
                      All(), R"lua(}
  end
  return {'EXISTS'}
end
local abs = now + tonumber(ARGV[6])
redis.call('DEL', KEYS[1], KEYS[2])
redis.call('HSET', KEYS[1], 'epoch', ARGV[1], 'ver', '1', 'dver', '1', 'state', ARGV[3],
           'owner', ARGV[2], 'req', ARGV[4], 'created_ms', num(now), 'abs_exp_ms', num(abs))
feed(ARGV[7], 'created', ARGV[1], '1')
touch(tonumber(ARGV[5]), abs)
redis.call('PEXPIREAT', KEYS[2], num(abs))
return {'OK', now, )lua",
                      All(), "}\n");
}

std::string UpdateDraft() {
  return absl::StrCat(kNow, kFunctions, R"lua(
local h = redis.call('HMGET', KEYS[1], 'epoch', 'ver', 'dver', 'owner', 'req', 'abs_exp_ms')
if not h[1] or tonumber(h[6]) <= now or h[4] ~= ARGV[1] then return {'LOST'} end
if h[1] ~= ARGV[2] or tonumber(h[2]) < tonumber(ARGV[3]) then return {'LOST'} end
if ARGV[5] == '' or h[5] ~= ARGV[5] then
  if tonumber(h[3]) > tonumber(ARGV[3]) then return {'CONFLICT', h[2], h[3]} end
  local ver = num(tonumber(h[2]) + 1)
  redis.call('HSET', KEYS[1], 'ver', ver, 'dver', ver, 'state', ARGV[4], 'req', ARGV[5])
  feed(ARGV[7], 'draft', h[1], ver)
end
touch(tonumber(ARGV[6]), tonumber(h[6]))
return {'OK', now, )lua",
                      All(), "}\n");
}

// A part moves to another record, or to a later version of its record; an older version of the same
// record arrives late and changes nothing.
std::string Move() {
  return absl::StrCat(kNow, kFunctions, R"lua(
local h = redis.call('HMGET', KEYS[1], 'epoch', 'ver', 'abs_exp_ms')
if not h[1] or tonumber(h[3]) <= now then return {'NONE'} end
local changes = {}
for i = 3, #ARGV, 3 do
  local n, v = 'n:' .. ARGV[i], 'v:' .. ARGV[i]
  local old = redis.call('HMGET', KEYS[1], n, v)
  if old[1] ~= ARGV[i + 1] or tonumber(old[2]) < tonumber(ARGV[i + 2]) then
    changes[#changes + 1] = n
    changes[#changes + 1] = ARGV[i + 1]
    changes[#changes + 1] = v
    changes[#changes + 1] = ARGV[i + 2]
  end
end
local ver = h[2]
if #changes > 0 then
  ver = num(tonumber(ver) + 1)
  redis.call('HSET', KEYS[1], 'ver', ver, unpack(changes))
  feed(ARGV[2], 'moved', h[1], ver)
end
touch(tonumber(ARGV[1]), tonumber(h[3]))
return {'OK', ver}
)lua");
}

std::string End() {
  return absl::StrCat(kNow, kFunctions, R"lua(
local h = redis.call('HMGET', KEYS[1], 'epoch', 'ver', 'owner', 'abs_exp_ms')
if not h[1] or tonumber(h[4]) <= now or h[3] ~= ARGV[1] then return {'NONE'} end
redis.call('DEL', KEYS[1])
feed(ARGV[2], 'ended', h[1], num(tonumber(h[2]) + 1))
redis.call('PEXPIRE', KEYS[2], ARGV[3])
return {'OK'}
)lua");
}

}  // namespace

Scripts::Scripts()
    : read(Read()), create(Create()), update_draft(UpdateDraft()), move(Move()), end(End()) {}

const Scripts& TheScripts() {
  static const Scripts& scripts = *new Scripts;
  return scripts;
}

}  // namespace interim::session
