// Does nothing when it is preloaded: what loading any object costs.
namespace {

__attribute__((constructor)) void DoNothing() {}

}  // namespace
