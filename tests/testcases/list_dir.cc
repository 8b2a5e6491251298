// Lists the directory argv[1].
#include <dirent.h>
#include <errno.h>

int main(int argc, char** argv) {
  if (argc != 2) return EINVAL;
  DIR* directory = opendir(argv[1]);
  return directory != nullptr && readdir(directory) != nullptr ? 0 : errno;
}
