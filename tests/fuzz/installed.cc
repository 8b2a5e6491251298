// Lists that landshim uninstall reads: its manifest, and ld.so's.
#include <string>
#include <string_view>

#include "tests/fuzz/input.h"
#include "tools/installer/manifest.h"
#include "tools/installer/preload_list.h"

namespace landshim::testing {

int TestOneInput(const uint8_t* data, size_t size) {
  using namespace installer;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  Manifest manifest;
  if (ReadManifest(text, &manifest)) {
    Manifest again;
    Require(ReadManifest(WriteManifest(manifest), &again) &&
                again.files == manifest.files &&
                again.directories == manifest.directories,
            "a manifest comes back");
    for (const std::string& path : manifest.files) {
      Require(path.front() != '/' &&
                  ("/" + path + "/").find("/../") == std::string::npos,
              "a path stays inside:", path);
    }
  }
  const std::string object = "/nowhere/liblandshim.so";
  const std::string without = WithoutPreload(text, object);
  Require(!IsPreloaded(without, object), "no name is left:", without);
  Require(IsPreloaded(text, object) || without == text, "all else stays");
  return 0;
}

}  // namespace landshim::testing
