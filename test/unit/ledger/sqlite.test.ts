// The SQLite ledger keeps the contract.
import { ledgerContract } from "./contract.ts";
import { sqliteStore } from "./sqlite-store.ts";

ledgerContract("SQLite ledger", sqliteStore);
