// The cache of the running system, and caches that are old, damaged or odd.
#include "shim/launch/linker_cache.h"

#include <fcntl.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace landshim {
namespace {

constexpr char kMagic[] = "glibc-ld.so.cache1.1";

template <typename T>
void Append(T value, std::string* bytes) {
  bytes->append(reinterpret_cast<const char*>(&value), sizeof(value));
}

using Entries = std::vector<std::pair<std::string, std::string>>;

// As ldconfig writes it; the entries must be in its order.
std::string CacheOf(const Entries& entries) {
  const uint32_t header_size = 48;
  const uint32_t entry_size = 24;
  std::string strings;
  std::string table;
  for (const auto& [name, path] : entries) {
    const auto base = static_cast<uint32_t>(
        header_size + entry_size * entries.size() + strings.size());
    Append<int32_t>(0x303, &table);
    Append<uint32_t>(base, &table);
    Append<uint32_t>(base + static_cast<uint32_t>(name.size()) + 1, &table);
    Append<uint32_t>(0, &table);
    Append<uint64_t>(0, &table);
    strings += name + '\0' + path + '\0';
  }
  std::string bytes(kMagic, 20);
  Append(static_cast<uint32_t>(entries.size()), &bytes);
  Append(static_cast<uint32_t>(strings.size()), &bytes);
  bytes.resize(header_size);
  return bytes + table + strings;
}

class LinkerCacheTest : public ::testing::Test {
 protected:
  ~LinkerCacheTest() override {
    cache_.Close();
    remove(path_.c_str());
  }

  bool Open(const std::string& bytes) {
    std::ofstream(path_, std::ios::binary) << bytes;
    return OpenFile(path_.c_str());
  }

  bool OpenFile(const char* path) {
    cache_.Close();
    cache_ = LinkerCache();
    const long fd = machine_.Open(path, O_RDONLY | O_CLOEXEC);
    const bool good = cache_.Open(static_cast<int>(fd), &machine_);
    machine_.Close(static_cast<int>(fd));
    return good;
  }

  std::vector<std::string> Find(const char* name) {
    std::vector<std::string> found;
    for (const char* path = cache_.Find(name); path != nullptr;
         path = cache_.FindNext(name)) {
      found.emplace_back(path);
    }
    return found;
  }

  std::string path_ =
      std::string(getenv("TEST_TMPDIR") == nullptr ? "/tmp"
                                                   : getenv("TEST_TMPDIR")) +
      "/ld.so.cache";
  KernelMachine machine_;
  LinkerCache cache_;
};

using Paths = std::vector<std::string>;

TEST_F(LinkerCacheTest, HoldsWhatItWasMadeOf) {
  ASSERT_TRUE(Open(CacheOf({{"lib2.so", "/2"},
                            {"libz.so.1", "/z"},
                            {"libfoo.so.10", "/foo10"},
                            {"libfoo.so.9", "/foo9"},
                            {"liba.so", "/a1"},
                            {"liba.so", "/a2"}})));
  EXPECT_EQ(Find("libz.so.1"), Paths{"/z"});
  EXPECT_EQ(Find("libfoo.so.10"), Paths{"/foo10"});
  EXPECT_EQ(Find("libfoo.so.9"), Paths{"/foo9"});
  EXPECT_EQ(Find("liba.so"), (Paths{"/a1", "/a2"}));
  EXPECT_EQ(Find("lib2.so"), Paths{"/2"});
  for (const char* name : {"", "lib", "libz.so", "libz.so.10", "liba.so.1",
                           "zzz", "lib1.so", "libfoo.so.11", "libfoo.so.1"}) {
    EXPECT_EQ(Find(name), Paths{}) << name;
  }
}

TEST_F(LinkerCacheTest, MayBeEmpty) {
  ASSERT_TRUE(Open(CacheOf({})));
  EXPECT_EQ(Find("libc.so.6"), Paths{});
}

// As for the linkers before glibc 2.2, with an old table in front; and with an
// extension behind the texts, whose last byte is no NUL.
TEST_F(LinkerCacheTest, MayHaveMoreInFrontAndBehind) {
  const std::string cache = CacheOf({{"liba.so", "/a"}});
  ASSERT_TRUE(Open("ld.so-1.7.0" + std::string(37, '\0') + cache));
  EXPECT_EQ(Find("liba.so"), Paths{"/a"});
  ASSERT_TRUE(Open(cache + "ldconfig (GNU libc) stable release version 2.36"));
  EXPECT_EQ(Find("liba.so"), Paths{"/a"});
}

TEST_F(LinkerCacheTest, IsNoneWithoutItsMagic) {
  EXPECT_FALSE(OpenFile("/no/such/cache"));
  EXPECT_FALSE(OpenFile("/"));
  EXPECT_FALSE(Open(""));
  EXPECT_FALSE(Open("glibc"));
  EXPECT_FALSE(Open(std::string(4096, '\0')));
  EXPECT_FALSE(Open(std::string(4096, 'x')));
  EXPECT_FALSE(Open(kMagic));
}

// Whatever is cut off or changed: nothing outside of the file is read. The
// sanitizers look at that as well.
TEST_F(LinkerCacheTest, MayBeDamaged) {
  const std::string whole = CacheOf(
      {{"libz.so.1", "/z"}, {"libfoo.so.9", "/foo9"}, {"liba.so", "/a"}});
  const char* const names[] = {"libz.so.1", "libfoo.so.9", "liba.so", "lib",
                               ""};
  for (size_t size = 0; size < whole.size(); ++size) {
    if (!Open(whole.substr(0, size))) continue;
    for (const char* name : names) Find(name);
  }
  for (size_t at = 20; at < whole.size(); ++at) {
    for (const char byte : {'\x7f', '\xff'}) {
      std::string damaged = whole;
      damaged[at] = byte;
      if (!Open(damaged)) continue;
      for (const char* name : names) Find(name);
    }
  }
}

// Each entry of this system's is found, with the same paths as ldconfig lists.
TEST_F(LinkerCacheTest, OfThisSystemIsReadAsLdconfigReadsIt) {
  // NOLINTNEXTLINE(cert-env33-c): no part of the command comes from outside.
  FILE* listing = popen("/sbin/ldconfig -p 2>/dev/null", "r");
  ASSERT_NE(listing, nullptr);
  char line[4096];
  std::set<std::string> names;
  std::multiset<std::pair<std::string, std::string>> listed;
  while (fgets(line, sizeof(line), listing) != nullptr) {
    std::istringstream words(line);
    std::string name;
    words >> name;
    const std::string text = line;
    const size_t arrow = text.find(" => ");
    if (line[0] != '\t' || arrow == std::string::npos) continue;
    names.insert(name);
    listed.emplace(name, text.substr(arrow + 4, text.size() - arrow - 5));
  }
  pclose(listing);
  if (names.empty()) GTEST_SKIP() << "this system has no cache";
  ASSERT_TRUE(OpenFile(kLinkerCachePath));
  std::multiset<std::pair<std::string, std::string>> found;
  for (const std::string& name : names) {
    for (const std::string& path : Find(name.c_str())) {
      found.emplace(name, path);
    }
  }
  EXPECT_EQ(found, listed);
}

}  // namespace
}  // namespace landshim
