// Inside a layer rules add up; across layers each must grant.
#include "policy/evaluate.h"

#include <algorithm>
#include <cerrno>

namespace landshim {
namespace {

constexpr int kReferAbi = 2;

AccessMasks GrantedOn(const std::vector<PortGrant>& grants, uint16_t port) {
  AccessMasks granted;
  for (const PortGrant& grant : grants) {
    if (grant.first <= port && port <= grant.last) granted |= grant.access;
  }
  return granted;
}

// What one layer denies.
class LayerView {
 public:
  LayerView(const Domain& domain, const Layer& layer, const Extra& extra)
      : layer_(layer),
        extra_(extra),
        handled_(layer.handled),
        denied_(DeniedByDefault(domain, layer) & ~extra.lifted) {
    if (extra.names_refer && layer.may_refer) handled_ |= right::refer;
  }

  // Rules have no right that the layer does not handle.
  AccessMasks DeniedOn(const std::vector<ObjectId>& objects) const {
    return denied_ & kFsClass &
           ~(handled_ & (layer_.paths.On(objects) | extra_.paths.On(objects)));
  }

  AccessMasks Missing(const Need& need) const {
    if (need.access.fs() != 0) return need.access & DeniedOn(need.objects);
    return need.access & denied_ &
           ~(GrantedOn(layer_.ports, need.port) |
             GrantedOn(extra_.ports, need.port));
  }

  // True if nothing is denied there.
  bool GrantsAll(const Need& need) const {
    return DeniedOn(need.objects).empty();
  }

  // no_more_access(): what is denied to the object where it is, by itself and
  // by the directories above, must be denied where it comes.
  AccessMasks Gained(const Move& move, const Requirement& required) const {
    const AccessMasks kinds = move.is_directory ? kFsClass : kFileRights;
    return kinds & DeniedIn(move.from, required) & DeniedOn({move.object}) &
           ~DeniedIn(move.to, required);
  }

 private:
  // By a need's directory and those above, as they are compared.
  AccessMasks DeniedIn(size_t need, const Requirement& required) const {
    std::vector<ObjectId> objects = required.needs[need].objects;
    if (required.root_is_elsewhere && !objects.empty()) objects.pop_back();
    return DeniedOn(objects);
  }

  const Layer& layer_;
  const Extra& extra_;
  AccessMasks handled_;
  AccessMasks denied_;
};

}  // namespace

AccessMasks DeniedByDefault(const Domain& domain, const Layer& layer) {
  for (const Layer& any : domain.layers) {
    if (any.handled.fs() != 0) return layer.handled | right::refer;
  }
  return layer.handled;
}

AccessMasks DeniedByDefault(const Domain& domain) {
  AccessMasks denied;
  for (const Layer& layer : domain.layers) {
    denied |= DeniedByDefault(domain, layer);
  }
  return denied;
}

Evaluation Evaluate(const Domain& domain, const Requirement& required,
                    const Extra& extra) {
  Evaluation result;
  result.missing.resize(required.needs.size());
  bool grants_all = true;  // that is handled, on all directories of moves
  for (const Layer& layer : domain.layers) {
    if (layer.handled.empty()) continue;
    const LayerView view(domain, layer, extra);
    for (size_t i = 0; i < required.needs.size(); ++i) {
      result.missing[i] |= view.Missing(required.needs[i]);
    }
    for (const Move& move : required.moves) {
      result.gained |= view.Gained(move, required);
      grants_all = grants_all && view.GrantsAll(required.needs[move.from]) &&
                   view.GrantsAll(required.needs[move.to]);
    }
  }
  if (grants_all) result.gained = {};
  AccessMasks all;
  for (const AccessMasks missing : result.missing) all |= missing;
  const bool only_refer = (all & ~right::refer).empty();
  if (!required.moves.empty() &&
      (only_refer || domain.kernel.abi < kReferAbi)) {
    if (!all.empty() || !result.gained.empty()) result.error = EXDEV;
  } else if (!all.empty()) {
    result.error = required.denial;
  }
  return result;
}

}  // namespace landshim
