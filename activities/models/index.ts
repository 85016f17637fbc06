// Clients of models: one interface over every wire, limits, failures, and the ledger around each call.
export { applicationFailure, failureTypes } from "./application-failure.ts";
export type { DrawRequest, ModelAccess } from "./call-range.ts";
export { CallError } from "./call-failure.ts";
export type { CallFailure, CallFailureKind } from "./call-failure.ts";
export { createCampaignModel } from "./campaign-model.ts";
export type { CampaignDrawRequest, CampaignModel, CampaignModelOptions } from "./campaign-model.ts";
export { findCapabilities } from "./capabilities.ts";
export type { FindCapabilitiesOptions, FoundCapabilities } from "./capabilities.ts";
export type { CompletedDraw, Completion, CompletionRequest, DrawSampling, ModelClient } from "./client.ts";
export { createClient } from "./create-client.ts";
export type { CreateClientOptions } from "./create-client.ts";
export { fetchDraws } from "./fetch-draws.ts";
export type { FetchResult } from "./fetch-draws.ts";
export { modelIdentity, modelName, modelWire } from "./identity.ts";
export { startLeaseKeeper } from "./lease-keeper.ts";
export type { LeaseKeeper, LeaseKeeperOptions } from "./lease-keeper.ts";
export { createLimiter } from "./limiter.ts";
export type { Limiter, LimiterOptions, Permit, PermitOutcome } from "./limiter.ts";
