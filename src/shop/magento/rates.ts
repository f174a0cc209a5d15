// How often something goes wrong in a Magento-style shop, each as a share.

export const magentoFaultNames = [
  'cardRefused',
  'gatewayError',
  'leftAtGateway',
  'cancelledAtGateway',
  'requestDied',
  'saveFailedUnpaid',
  'saveFailedAfterPayment',
  'notificationLost',
  'severalAddresses',
  'orderCancelled',
  'orderEdited',
  'orderDeleted',
  'cardTesting',
  'counterRaised',
  'counterRolledBack',
  'counterSetBack',
  'nodeChanged',
] as const;
export type MagentoFaultName = (typeof magentoFaultNames)[number];
export type MagentoFaultRates = Readonly<Record<MagentoFaultName, number>>;

/** Shares of payments, of orders, or (the last five but the rolled back counter) of nights. */
export const defaultMagentoFaults: MagentoFaultRates = {
  cardRefused: 0.06,
  gatewayError: 0.006,
  leftAtGateway: 0.05,
  cancelledAtGateway: 0.05,
  requestDied: 0.003,
  saveFailedUnpaid: 0.003,
  saveFailedAfterPayment: 0.004,
  notificationLost: 0.01,
  severalAddresses: 0.006,
  orderCancelled: 0.03,
  orderEdited: 0.01,
  orderDeleted: 0.004,
  cardTesting: 0.15,
  counterRaised: 0.06,
  counterRolledBack: 0.001,
  counterSetBack: 0.06,
  nodeChanged: 0.1,
};

export const noMagentoFaults = Object.fromEntries(
  magentoFaultNames.map((name) => [name, 0]),
) as unknown as MagentoFaultRates;
