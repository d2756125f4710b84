local health = {status = "Progressing", message = "Not seen by the operator yet, or still to have its turn at the API."}
local status = obj.status
if status == nil or status.conditions == nil then
  return health
end
local by = {}
for _, condition in ipairs(status.conditions) do
  by[condition.type] = condition
end
local function says(type, value)
  if by[type] == nil or by[type].status ~= value then
    return false
  end
  health.message = by[type].reason .. ": " .. by[type].message
  return true
end
-- Before the generation: what is paused stays paused, however often it is edited.
if by.Synced ~= nil and by.Synced.reason == "Paused" and says("Synced", "False") then
  health.status = "Suspended"
elseif status.observedGeneration ~= obj.metadata.generation then
  health.message = "The last change of it is not seen by the operator yet, or still to have its turn at the API."
elseif says("Stalled", "True") then
  health.status = "Degraded"
elseif says("Reconciling", "True") then
  health.status = "Progressing"
elseif says("Ready", "True") then
  health.status = "Healthy"
elseif not says("Ready", "False") then
  says("Ready", "Unknown")
end
return health
