import { checkout } from "./checkout.js";

checkout();
